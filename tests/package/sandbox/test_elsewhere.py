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


OF_A_GPU = (
    "import torch\np = torch.cuda.get_device_properties(0)\nprint(p, p.name, p.major, p.minor, p.multi_processor_count)\n"
    "share = torch.cuda.memory_allocated(0) / p.total_memory\nfree, total = torch.cuda.mem_get_info()\nfree / total",
    "with torch.cuda.device(0), torch.cuda.device('cuda:1'):\n    inside = torch.zeros(1, device='cuda')",
    "s = torch.cuda.Stream()\nwith torch.cuda.stream(s):\n    x = torch.ones(1).cuda()\n    x.record_stream(s)\n"
    "s.wait_stream(torch.cuda.current_stream()); s.synchronize(); s.record_event().synchronize()\n"
    "while not s.query(): pass\n"
    "torch.cuda.current_stream(0).synchronize(); torch.cuda.default_stream().wait_event(torch.cuda.Event())",
    "state = torch.cuda.get_rng_state('cuda:0')\nfirst = torch.rand(2, device='cuda')\ntorch.cuda.set_rng_state(state)\n"
    "states = torch.cuda.get_rng_state_all()\nsecond = torch.rand(2, device='cuda')\n"
    "torch.cuda.set_rng_state_all(states)\nthird = torch.rand(2, device='cuda')",
    "torch.cuda.nvtx.range_push('x'); torch.cuda.nvtx.range_pop(); torch.cuda.nvtx.mark('x')\n"
    "with torch.cuda.nvtx.range('x'): pass\n@torch.cuda.nvtx.range('f')\ndef doubled(x): return 2 * x\nfour = doubled(2)",
    "from torch.cuda import Event, Stream, max_memory_allocated, reset_peak_memory_stats\n"
    "torch.cuda.reset_max_memory_allocated(); torch.cuda.reset_accumulated_memory_stats(); reset_peak_memory_stats()\n"
    "torch.cuda.set_per_process_memory_fraction(0.5); torch.cuda.memory_snapshot(); torch.cuda.utilization()\n"
    "torch.cuda.memory.reset_peak_memory_stats(); torch.cuda.init(); torch.cuda.initial_seed()\nmax_memory_allocated()",
    "with torch.random.fork_rng():\n    a = torch.rand(1)\n"
    "with torch.random.fork_rng(devices=[0]):\n    b = torch.rand(1)\nsame = bool(a == b)",
    "torch.zeros(2, pin_memory=True); torch.zeros(2).pin_memory('cuda'); torch.normal(0.0, 1.0, (2,), device='cuda')",
    "torch.mps.empty_cache(); torch.mps.synchronize(); torch.mps.manual_seed(0); torch.mps.current_allocated_memory()\n"
    "torch.mps.set_rng_state(torch.mps.get_rng_state()); torch.mps.profiler.start(); torch.mps.profiler.stop()\n"
    "start, end = (torch.mps.Event(enable_timing=True) for _ in range(2)); start.record(); end.record()\n"
    "start.elapsed_time(end)\ntorch.zeros(1).to('mps')",
    "torch.accelerator.synchronize(); torch.xpu.synchronize(); torch.Stream(device='cuda'); torch.Event(device='cuda')",
    "from torch.cuda.amp import GradScaler, autocast\nnet = torch.nn.DataParallel(torch.nn.Linear(2, 1)).cuda()\n"
    "scaler, optimizer = GradScaler(), torch.optim.SGD(net.parameters(), 0.1)\n"
    "with autocast(), torch.amp.autocast('cuda', dtype=torch.float16):\n    loss = net(torch.ones(1, 2).cuda()).sum()\n"
    "scaler.scale(loss).backward(); scaler.unscale_(optimizer); scaler.step(optimizer); scaler.update()\n"
    "torch.amp.GradScaler('cuda'); torch.backends.cudnn.benchmark = True",
    "from torch.utils.data import DataLoader\n[x.cuda(non_blocking=True) for x in DataLoader(torch.ones(2), pin_memory=True)]",
    "torch.set_default_device('cuda')\ntorch.zeros(1)",
)


def test_what_only_a_gpu_can_say_or_do_is_harmless(warm: WarmProcess) -> None:
    """Its properties, streams, memory, ranges of profiles: none ends a cell. What a GPU draws, the CPU draws."""
    results, values = run(warm, *OF_A_GPU, names="share first second third four same")
    assert [result.error for result in results] == [None] * len(OF_A_GPU)
    assert values["share"] == 0
    assert values["first"].tolist() == values["second"].tolist() == values["third"].tolist()
    assert (values["four"], values["same"]) == (4, True)


SCRIPTED = """
import torch
from torch.func import hessian
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")

@torch.jit.script
def add(x: torch.Tensor, where: torch.device) -> torch.Tensor:
    return x.to(where) + torch.zeros(2, device=where) + torch.ones_like(x) + torch.fft.fftfreq(2)

a = add(torch.ones(2), device)
b = hessian(lambda x: (x**3).sum())(torch.ones(2))
"""


def test_torch_scripts_where_a_gpu_is_stood_in_for(warm: WarmProcess) -> None:
    """`torch.jit.script` knows what makes a tensor, in a notebook's code and in torch's own for forward derivatives."""
    (result,), values = run(warm, SCRIPTED, names="a b")
    assert result.error is None
    assert values["a"].tolist() == [2.0, 1.5]
    assert values["b"].tolist() == [[6.0, 0.0], [0.0, 6.0]]


def test_a_model_compiles_where_a_gpu_is_stood_in_for(warm: WarmProcess) -> None:
    """What torch compiles with looks at every name of it, and wants each thing to have one place."""
    compiled = "import torch\n@torch.compile(backend='eager')\ndef double(x):\n    return x.cuda() + torch.ones(2, device='cuda')"
    (first, second), values = run(warm, compiled, "two = double(torch.ones(2))", names="two")
    assert (first.error, second.error) == (None, None)
    assert values["two"].tolist() == [2.0, 2.0]


COMPILED = """
import torch
net = torch.compile(torch.nn.Linear(2, 1), mode="max-autotune")
net(torch.ones(1, 2)).sum().backward()
a, keys = net._orig_mod.weight.grad, list(net.state_dict())

@torch.compile
def double(x):
    return 2 * x
"""


def test_what_torch_compiles_runs_as_it_is(warm: WarmProcess) -> None:
    """No compiler of C++ uses up the time of a cell; gradients and names are those of a compiled model."""
    (result, _), values = run(warm, COMPILED, "b = double(torch.ones(2))", names="a keys b")
    assert result.error is None
    assert [str(item["text"]).split(":")[0] for item in result.outputs] == ["torch.compile compiles nothing here"]
    assert (values["a"].tolist(), values["b"].tolist()) == ([[1.0, 1.0]], [2.0, 2.0])
    assert values["keys"] == ["_orig_mod.weight", "_orig_mod.bias"]


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


SHOWN_ELSEWHERE = (
    "from google.colab import output, widgets\ntabs, parts = widgets.TabBar(['a', 'b']), []\n"
    "with tabs.output_to('a', select=False):\n    parts.append(1)\n"
    "with widgets.Grid(1, 1).output_to(0, 0), output.use_tags('x'), output.temporary():\n    parts.append(2)\n"
    "tabs.clear_tab('a')",
    "import ipympl\n%matplotlib ipympl",
    "from tqdm.contrib import tenumerate, tmap, tzip\nfrom tqdm.contrib.concurrent import thread_map\n"
    "from tqdm.std import tqdm\n"
    "bars = [*tenumerate('ab', 1), *tzip([1], [2, 3]), *tmap(abs, [-4]), *thread_map(abs, [-5], max_workers=2)]\n"
    "label = tqdm([1], 'epoch').desc",
    "%load_ext tensorboard\n%tensorboard --logdir runs\n%reload_ext tensorboard",
    "try:\n    from torch.utils.tensorboard import SummaryWriter as Board\nexcept ImportError:\n    Board = None",
    "from torch.utils.tensorboard import SummaryWriter\nwith SummaryWriter('runs') as board:\n"
    "    board.add_scalar('loss', 1.0, 0)\nboard.close()",
    "%load_ext watermark\n%watermark -v\n%load_ext nb_black\n%load_ext memory_profiler\n%memit 1",
    "%conda install x\n%tensorflow_version 2.x\n%autosave 60\nafter_magics = 1",
    "%%shell\necho from a shell",
    "from IPython import display\ndisplay.set_matplotlib_formats('svg')\nfrom IPython.core.display import display, HTML\n"
    "get_ipython().magic('matplotlib inline'); get_ipython().magic('time number = 6 * 7')",
    "!nvidia-smi\n!wget http://example.org/x.csv\n%pip install x\n%load_ext autoreload\n%autoreload 2\n"
    "%config InlineBackend.figure_format = 'retina'\nend = 1",
    "!pip install torch\nfound = !pip3 --version",
)


def test_what_only_shows_or_installs_elsewhere_is_harmless(warm: WarmProcess) -> None:
    """Tabs, bars, boards, what measures and what installs: the cell goes on behind each."""
    names = "parts bars label Board after_magics number end found"
    results, values = run(warm, *SHOWN_ELSEWHERE, names=names)
    assert [result.error for result in results] == [None] * len(SHOWN_ELSEWHERE)
    assert values["parts"] == [1, 2]
    assert values["bars"] == [(1, "a"), (2, "b"), (1, 2), 4, 5]
    assert (values["label"], values["Board"]) == ("epoch", None)
    assert (values["after_magics"], values["number"], values["end"]) == (1, 42, 1)
    assert texts(results[3]).count("tensorboard is not here") == 1
    assert "from a shell" in texts(results[8], "stdout")
    assert "Requirement already satisfied: torch" in texts(results[-1], "stdout")
    assert values["found"][0].startswith("pip ")


def test_an_extension_that_gives_more_than_a_view_is_missed(warm: WarmProcess) -> None:
    """Nothing stands in the place of what defines names, nor of a magic whose extension was not loaded."""
    results, _ = run(warm, "%load_ext Cython", "%memit 1", "%load_ext no_such_thing")
    assert all(result.error is not None for result in results)


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
        "also = DataLoader(TensorDataset(torch.arange(6.0)), 2, False, None, None, 2)\n"
        "sums = [[float(batch.sum()) for batch, in one] for one in (loader, also)]\n"
        "try:\n    DataLoader([1], 2, batch_size=2, num_workers=2)\nexcept TypeError as error:\n    refused = str(error)"
    )
    for runner in ("jail", "landlock"):
        with WarmProcess(runner) as process, open_student(process, [(0, cell)]) as student:
            assert student.read("sums") == 2 * [[1.0, 5.0, 9.0]]
            assert "multiple values for argument 'batch_size'" in student.read("refused")
            outputs = student.notebook.run()[0].outputs
            assert any("num_workers" in item.get("text", "") for item in outputs) == (runner == "landlock")
