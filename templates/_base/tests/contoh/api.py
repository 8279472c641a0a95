from django.http import Http404, HttpRequest
from ninja import Router

from smartcity_base.api import indicator

router = Router()


@router.get("/hitung/{number}")
def count(request: HttpRequest, number: int) -> dict[str, int]:
    if number == 0:
        raise Http404
    return {"number": number}


@indicator("jumlah")
def amount() -> int:
    return 7
