"""The decision at the end of a plan, for phones."""

from mobile_api.reviews import answers, reviews, views

ROOMS = (reviews.room, answers.room, views.room)
