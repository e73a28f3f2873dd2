"""Addresses of the pages; the API hangs below /api/."""

from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, include, path

from storehelm.web.views import account, costs, definitions, home, month, palette, products, quality, reports, today

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("login/", home.SignIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("me/", account.account, name="account"),
    path("me/password/", account.ChangePassword.as_view(), name="change_password"),
    path("me/keys/", account.make_key, name="make_key"),
    path("me/keys/revoke/", account.revoke_key, name="revoke_key"),
    path("choose/", home.choose, name="choose"),
    path("palette/", palette.palette, name="palette"),
    path("definitions/", definitions.definitions, name="definitions"),
    path("definitions/<str:name>/", definitions.definition, name="definition"),
    path("s/<slug:slug>/", today.today, name="today"),
    path("s/<slug:slug>/evidence/", today.evidence, name="evidence"),
    path("s/<slug:slug>/all/", reports.everything, name="everything"),
    path("s/<slug:slug>/questions/<str:name>/", reports.report, name="report"),
    path("s/<slug:slug>/products/", products.products, name="products"),
    path("s/<slug:slug>/products/views/", products.save_view, name="save_view"),
    path("s/<slug:slug>/products.csv", products.export, name="products_export"),
    path("s/<slug:slug>/month/", month.month, name="month"),
    path("s/<slug:slug>/month/goal/", month.set_goal, name="set_goal"),
    path("s/<slug:slug>/costs/", costs.costs, name="costs"),
    path("s/<slug:slug>/costs/assume/", costs.assume, name="assume"),
    path("s/<slug:slug>/costs/set/", costs.set_cost, name="set_cost"),
    path("s/<slug:slug>/data/", quality.quality, name="quality"),
    path("s/<slug:slug>/totals/", quality.totals, name="totals"),
    path("s/<slug:slug>/totals/confirm/", quality.confirm, name="confirm"),
    path("api/", include("storehelm.api.urls")),
]

handler404 = "storehelm.web.error_pages.not_found"
handler500 = "storehelm.web.error_pages.failed"
