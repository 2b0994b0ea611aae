"""Deep linking: a teacher chooses a lesson in his LMS, and a signed answer puts a link to it there."""

from __future__ import annotations

from dataclasses import dataclass

from pylti1p3.deep_link_resource import DeepLinkResource
from pylti1p3.lineitem import LineItem

from autograder.desk.catalogue import OpenLesson
from autograder.desk.lti.adapters import LaunchRefused
from autograder.desk.lti.launching import Launch
from autograder.desk.lti.platforms import check_address

__all__ = ["Choice", "Choices", "offer_lessons"]

_SETTINGS = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"


@dataclass(frozen=True)
class Choice:
    """One lesson, and the signed answer that means it."""

    lesson: OpenLesson
    answer: str


@dataclass(frozen=True)
class Choices:
    """What may be chosen, and where the answer goes."""

    return_url: str
    choices: tuple[Choice, ...]


def offer_lessons(launch: Launch, lessons: list[OpenLesson], url: str) -> Choices:
    """Return an answer for each lesson of the desk at `url`. `LaunchRefused` if the launch asked for none."""
    deep_link = launch.deep_link
    if deep_link is None:
        raise LaunchRefused("the platform did not ask for a choice")
    return_url = check_address(str(launch.claims[_SETTINGS].get("deep_link_return_url", "")), "the answer's address")
    return Choices(
        return_url,
        tuple(Choice(one, deep_link.get_response_jwt([_make_resource(one, url)])) for one in lessons),
    )


def _make_resource(lesson: OpenLesson, url: str) -> DeepLinkResource:
    name, points = lesson.lesson.name, lesson.lesson.points
    title = lesson.lesson.titles.lesson or name
    item = LineItem().set_score_maximum(points).set_label(title).set_resource_id(name) if points > 0 else None
    resource = DeepLinkResource().set_url(f"{url}/lti/launch").set_title(title)
    resource.set_custom_params({"lesson": name}).set_target("window")
    return resource.set_lineitem(item) if item is not None else resource
