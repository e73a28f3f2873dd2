import storehelm.state.secret
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("state", "0002_api_token"),
    ]

    operations = [
        migrations.CreateModel(
            name="Setting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=100, unique=True)),
                ("value", storehelm.state.secret.SecretJSONField(null=True)),
            ],
        ),
    ]
