"""The cast stands as the stories need it."""


def test_jack_is_mentored_by_kavya_and_assisted_by_sam(cast):
    assert cast.pairing.junior.user == cast.kavya
    assert cast.pairing.senior.user == cast.jack
    assert list(cast.sam.assists.all()) == [cast.jack]
