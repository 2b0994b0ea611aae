"""What was written for a GPU, for Colab or for a browser runs here, and says so once."""

from __future__ import annotations

from typing import Any

import torch

from autograder.grading.imports import STOOD_IN
from autograder.sandbox import CellResult, WarmProcess, open_student

GPU = """
import torch
from torch import nn, zeros, device as place
gpu = torch.device("cuda")
a = zeros(2, device="cuda")
b = torch.ones(2, device=torch.device("cuda", 0)) + a.cuda().to("cuda:0").to(gpu)
c = torch.tensor([3.0], device=place("cuda" if torch.cuda.is_available() else "cpu"))
net = nn.Linear(2, 1, device="cuda").cuda().to(gpu)
d = net(b.to(0, non_blocking=True)).detach().to(device=gpu, dtype=torch.float64)
e = torch.randn_like(b, device="cuda:0").new_zeros(2, device="cuda")
torch.save({"w": b}, "w.pt")
f = torch.load("w.pt", map_location="cuda")["w"]
g = torch.load("w.pt", map_location={"cuda:0": "cuda:1"})["w"]
h = torch.cuda.FloatTensor([1.0, 2.0]).type("torch.cuda.DoubleTensor")
i = torch.rand(2, generator=torch.Generator(device="cuda").manual_seed(1), device="cuda")
start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
start.record(); end.record(); torch.cuda.synchronize()
j = start.elapsed_time(end) >= 0
k = (torch.cuda.is_available(), gpu.type, isinstance(gpu, torch.device), a.is_cuda, str(net.weight.device))
with torch.autocast("cpu"), torch.device("cuda"):
    l = torch.zeros(1)
torch.cuda.get_device_name(0)
"""


def run(warm: WarmProcess, *cells: str, names: str = "") -> tuple[list[CellResult], dict[str, Any]]:
    with open_student(warm, list(enumerate(cells))) as student:
        results = student.notebook.run()
        return [results[number] for number in range(len(cells))], {name: student.read(name) for name in names.split()}


def texts(result: CellResult, stream: str = "stderr") -> str:
    return "".join(item["text"] for item in result.outputs if item.get("stream") == stream)


def test_a_gpu_means_the_cpu(warm: WarmProcess) -> None:
    """Every usual way to name it works, tensors are on the CPU and say so, and the outputs say it once."""
    names = "a b c d e f g h i j k l"
    (first, second, third), values = run(warm, "x = 1", GPU, "y = torch.zeros(1).cuda()\n# again", names=names)
    assert (first.error, second.error, third.error) == (None, None, None)
    assert texts(second) == "There is no GPU here: cuda means the CPU. / 这里没有 GPU：cuda 按 CPU 处理。\n"
    assert texts(first) == texts(third) == ""
    tensors = [values[name] for name in "abcdefghil"]
    assert all(tensor.device.type == "cpu" for tensor in tensors)
    assert values["b"].tolist() == values["f"].tolist() == values["g"].tolist() == [1.0, 1.0]
    assert (values["d"].dtype, values["h"].dtype) == (torch.float64, torch.float64)
    assert (values["j"], values["k"]) == (True, (False, "cpu", True, False, "cpu"))


def test_a_name_imported_before_a_gpu_is_named_works_too(warm: WarmProcess) -> None:
    """The notebook is known before its first cell runs."""
    (_, result), values = run(warm, "from torch import full", "z = full((2,), 5.0, device='cuda')", names="z")
    assert result.error is None
    assert values["z"].tolist() == [5.0, 5.0]


def test_a_notebook_that_names_no_gpu_has_torch_as_it_is(warm: WarmProcess) -> None:
    """Nothing stands in the place of anything, and a device that is none is refused as ever."""
    look = "import torch\nsame = (type(torch.device('cpu')) is torch.device, type(torch.zeros).__name__)"
    assert run(warm, look, names="same")[1]["same"] == (True, "builtin_function_or_method")
    (result,), _ = run(warm, "import torch\nu = torch.zeros(1, device='cudo')")
    assert "cudo" in str(result.error)


COLAB = """
from google.colab import drive, files
import google.colab.output
drive.mount("/content/drive", force_remount=True)
import os, sys
os.chdir("/content/drive/MyDrive/course")
sys.path.append("/content/drive/MyDrive/course")
for name in files.upload(): print(name)
files.download("result.csv")
google.colab.output.clear()
open("own.txt", "w").write("here")
ended = os.path.exists("own.txt")
"""


def test_what_only_colab_has_is_harmless(warm: WarmProcess) -> None:
    """The drive, uploads and downloads do nothing and say so; a file of the drive is not there, and the error says why."""
    cells = (COLAB, "import pathlib\npathlib.Path('/content/drive/MyDrive/data.csv').read_text()", "open('no.csv')")
    results, values = run(warm, *cells, names="ended")
    assert results[0].error is None
    assert texts(results[0]).count("There is no Google Drive here") == 1
    assert "no file came" in texts(results[0])
    assert values["ended"] is True
    assert "data.csv" in str(results[1].error)
    assert "There is no Google Drive here" in str(results[1].error)
    assert "Google Drive" not in str(results[2].error)


def test_who_is_ready_for_another_place_takes_the_other_way(warm: WarmProcess) -> None:
    """An import in a `try` fails as it should, and a look for the module finds none: code for both places is not misled."""
    cells = (
        "try:\n    import google.colab\n    there = True\nexcept ImportError:\n    there = False",
        "import importlib.util\ntry:\n    found = importlib.util.find_spec('google.colab')\nexcept ImportError:\n    found = None",
        "import sys\nloaded = 'google.colab' in sys.modules",
        "from google.cloud import storage",
    )
    results, values = run(warm, *cells, names="there found loaded")
    assert values == {"there": False, "found": None, "loaded": False}
    assert "No module named 'google" in str(results[3].error)


def test_windows_widgets_and_bars_are_drawn_plainly(warm: WarmProcess) -> None:
    """Any backend of `%matplotlib` is the inline one, and a loop within a progress bar is a loop."""
    cells = (
        "%matplotlib widget\nimport matplotlib.pyplot as plt\nplt.plot([1, 2]);",
        "%matplotlib qt\nplt.plot([2, 1]);",
        "%matplotlib notebook\nimport matplotlib\nmatplotlib.use('TkAgg')\nplt.switch_backend('qtagg')\nplt.plot([2, 2]);",
        "from tqdm.notebook import tqdm, trange\ntotal = 0\nwith tqdm(range(4), desc='x') as bar:\n"
        "    for n in bar:\n        total += n\n        bar.set_postfix(loss=1)\ntotal += sum(trange(3))",
        "from tqdm.auto import tqdm\ntotal += sum(tqdm([1, 2]))\n'end'",
    )
    results, values = run(warm, *cells, names="total")
    assert [result.error for result in results] == [None] * 5
    assert [any("png" in item for item in result.outputs) for result in results[:3]] == [True, True, True]
    assert sum("no windows" in texts(result) for result in results) == 1
    assert values["total"] == 6 + 3 + 3


def test_what_the_grader_takes_for_present_can_be_imported(warm: WarmProcess) -> None:
    """A lesson may import in its given cells what stands in for others."""
    (result,), _ = run(warm, "\n".join(f"import {name}" for name in sorted(STOOD_IN)))
    assert result.error is None


def test_data_are_loaded_in_one_process_where_there_is_no_shared_memory() -> None:
    """The same batches whatever the runner; under Landlock the outputs say why it is slower."""
    cell = (
        "import torch\nfrom torch.utils.data import DataLoader, TensorDataset\n"
        "loader = DataLoader(TensorDataset(torch.arange(6.0)), batch_size=2, num_workers=2, prefetch_factor=4)\n"
        "sums = [float(batch.sum()) for batch, in loader]"
    )
    for runner in ("jail", "landlock"):
        with WarmProcess(runner) as process, open_student(process, [(0, cell)]) as student:
            assert student.read("sums") == [1.0, 5.0, 9.0]
            outputs = student.notebook.run()[0].outputs
            assert any("num_workers" in item.get("text", "") for item in outputs) == (runner == "landlock")
