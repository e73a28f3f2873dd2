import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("state", "0003_setting"),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("shown", models.JSONField()),
                ("saved_by", models.CharField(max_length=150)),
                ("saved_at", models.DateTimeField(auto_now=True)),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="saved_views", to="state.store"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("store", "name"), name="one_view_a_name")],
            },
        ),
    ]
