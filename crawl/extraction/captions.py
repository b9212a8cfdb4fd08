"""The blocks of an article go in, the lines under its pictures come out, taken from the rest."""

from crawl.extraction.blocks import Block

# Above this a centred or slanted paragraph after a picture is text: the longest caption of two
# sentences seen on a portal has some 250 characters.
_LONGEST = 320


def take_captions(blocks: list[Block]) -> tuple[str, ...]:
    """Take the captions out of the blocks, in reading order.

    A caption is what the page calls one, or what is set in italics or centred in or right after
    the block of a picture.
    """
    captions: list[str] = []
    kept: list[Block] = []
    under_picture = False
    for block in blocks:
        if block.lines and _is_caption(block, under_picture=under_picture):
            captions.append(block.text)
            under_picture = bool(block.pictures)
            continue
        # An empty paragraph of blanks between picture and caption never becomes a block.
        under_picture = bool(block.pictures)
        kept.append(block)
    blocks[:] = kept
    return tuple(captions)


def _is_caption(block: Block, *, under_picture: bool) -> bool:
    if block.caption:
        return True
    near = under_picture or block.pictures > 0
    return near and (block.slanted or block.centered) and len(block.text) <= _LONGEST
