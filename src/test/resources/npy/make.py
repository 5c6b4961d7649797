"""Writes the files of this folder with NumPy: python3 make.py. Every array holds 0.5, 1.5, 2.5, ... in row-major order."""
import numpy as np
from numpy.lib import format as npy

def values(shape, dtype):
    return (np.arange(np.prod(shape), dtype=np.float64) + 0.5).reshape(shape).astype(dtype)

def save(name, array, version):
    with open(name, "wb") as file:
        npy.write_array(file, array, version=version)

save("f8-little-c-v1.npy", values((2, 3, 4), "<f8"), (1, 0))
save("f8-big-c-v1.npy", values((2, 3, 4), ">f8"), (1, 0))
save("f4-little-c-v1.npy", values((2, 3, 4), "<f4"), (1, 0))
save("f4-big-c-v2.npy", values((2, 3, 4), ">f4"), (2, 0))
save("f8-little-fortran-v1.npy", np.asfortranarray(values((2, 3, 4), "<f8")), (1, 0))
save("f4-big-fortran-v3.npy", np.asfortranarray(values((2, 3, 4), ">f4")), (3, 0))
save("scalar.npy", values((), "<f8"), (1, 0))
save("empty.npy", values((3, 0), "<f8"), (1, 0))
save("integers.npy", np.arange(4), (1, 0))
save("records.npy", np.zeros(2, dtype=[("a", "<f8"), ("b", "<f4")]), (1, 0))
np.savez("plain.npz", weights=values((2, 3), "<f8"), bias=values((2,), "<f4"))
np.savez_compressed("compressed.npz", only=values((64, 64), "<f8"))
