"""Times faiss and hnswlib on the vectors that `gondola catalogue bench` wrote, and prints all figures together.

Each search runs on one thread with the same batches. Searches with a setting for how far they look get the least one whose
recall reaches that of the guided search: the share of queries whose most similar prototype (by an exact comparison
in float) is found.
"""
import json
import pathlib
import sys
import time

import faiss
import hnswlib
import numpy


def microseconds(search, queries, batch):
    """The median over batches, a query."""
    times = []
    for first in range(0, len(queries), batch):
        some = queries[first:first + batch]
        start = time.perf_counter()
        search(some)
        times.append((time.perf_counter() - start) / len(some) * 1e6)
    return sorted(times)[len(times) // 2]


def reach(set_reach, search, queries, exact, wanted, settings):
    """The first setting whose recall is as wanted, and that recall; the last one where none is."""
    for setting in settings:
        set_reach(setting)
        recall = float((search(queries) == exact).mean())
        if recall >= wanted:
            break
    return setting, recall


def main(folder, path):
    figures = json.loads((folder / "gondola.json").read_text())
    shape = json.loads((folder / "embeddings/shape.json").read_text())
    dimensions, batch = shape["dimensions"], shape["batch"]
    prototypes = numpy.fromfile(folder / "embeddings/prototypes.f32", "<f4").reshape(-1, dimensions)
    queries = numpy.fromfile(folder / "embeddings/queries.f32", "<f4").reshape(-1, dimensions)
    faiss.omp_set_num_threads(1)

    flat = faiss.IndexFlatIP(dimensions)
    flat.add(prototypes)
    exact = flat.search(queries, 1)[1][:, 0]
    wanted = figures["tree_recall"] = float((numpy.fromfile(folder / "embeddings/answers.u32", "<u4") == exact).mean())
    figures["faiss_flat_us"] = microseconds(lambda some: flat.search(some, 1), queries, batch)
    figures["faiss_flat_recall"] = 1.0

    lists = int(4 * len(prototypes) ** 0.5)
    ivf = faiss.IndexIVFFlat(faiss.IndexFlatIP(dimensions), dimensions, lists, faiss.METRIC_INNER_PRODUCT)
    ivf.train(prototypes)
    ivf.add(prototypes)
    setting, figures["faiss_ivf_recall"] = reach(
        lambda probes: setattr(ivf, "nprobe", probes), lambda some: ivf.search(some, 1)[1][:, 0], queries, exact, wanted,
        [4, 8, 16, 32, 48, 64, 96, 128, 192, 256, 384, 512])
    figures["faiss_ivf_nprobe"] = setting
    figures["faiss_ivf_us"] = microseconds(lambda some: ivf.search(some, 1), queries, batch)

    hnsw = faiss.IndexHNSWFlat(dimensions, 32, faiss.METRIC_INNER_PRODUCT)
    hnsw.hnsw.efConstruction = 100
    hnsw.add(prototypes)
    setting, figures["faiss_hnsw_recall"] = reach(
        lambda ef: setattr(hnsw.hnsw, "efSearch", ef), lambda some: hnsw.search(some, 1)[1][:, 0], queries, exact,
        wanted, [16, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768])
    figures["faiss_hnsw_ef"] = setting
    figures["faiss_hnsw_us"] = microseconds(lambda some: hnsw.search(some, 1), queries, batch)

    graph = hnswlib.Index(space="ip", dim=dimensions)
    graph.init_index(len(prototypes), ef_construction=100, M=32)
    graph.add_items(prototypes, num_threads=2)
    graph.set_num_threads(1)
    setting, figures["hnswlib_recall"] = reach(
        graph.set_ef, lambda some: graph.knn_query(some, 1)[0][:, 0], queries, exact, wanted,
        [16, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768])
    figures["hnswlib_ef"] = setting
    figures["hnswlib_us"] = microseconds(lambda some: graph.knn_query(some, 1), queries, batch)

    pathlib.Path(path).write_text(json.dumps(figures, indent=2) + "\n")
    for name, value in figures.items():
        if isinstance(value, list):
            for row in value:
                print(name, ", ".join(f"{key} {number:.4g}" for key, number in sorted(row.items())))
        else:
            print(f"{name}: {value:.4g}")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), sys.argv[2])
