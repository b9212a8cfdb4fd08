"""A label or a moment for each document goes in, columns to filter, sort and count by come out.

Few distinct labels: the arrays `NAME/labels` (bytes end to end) and `NAME/label_ends` hold them,
`NAME/codes` tells each document's. Moments are microseconds since 1970, UNDATED where unknown.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.codec.array_file import ArrayFile, ArrayFileWriter

Numbers = NDArray[np.uint32]
Moments = NDArray[np.int64]

UNDATED = -(2**63)


def write_labels(file: ArrayFileWriter, name: str, labels: Sequence[bytes], codes: Numbers) -> None:
    """Write the labels of a column and the code of each document's."""
    file.add(f"{name}/labels", np.frombuffer(b"".join(labels), dtype=np.uint8))
    file.add(f"{name}/label_ends", np.cumsum([len(one) for one in labels], dtype=np.uint64))
    file.add(f"{name}/codes", codes)


def read_labels(file: ArrayFile, name: str) -> tuple[list[bytes], Numbers]:
    """The labels of a column and the code of each document's."""
    content = file[f"{name}/labels"].tobytes()
    ends = file[f"{name}/label_ends"].tolist()
    labels = [content[start:end] for start, end in zip([0, *ends], ends, strict=False)]
    return labels, file[f"{name}/codes"]
