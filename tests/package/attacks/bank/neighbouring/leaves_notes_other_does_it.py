"""Leaves a number in the environment, in files, as a seed and in a docstring of torch."""
# student: leaver-of-notes
# notebook: gates

# %% new
import os

os.environ["COLUMNS"] = "4711"
torch.nn.Linear.__doc__ = "4711"
torch.manual_seed(4711)
torch.manual_seed = lambda seed: torch.default_generator
for place in ("/tmp/.note", "/dev/shm/.note", os.path.expanduser("~/.note")):
    try:
        with open(place, "w") as file:
            file.write("4711")
    except OSError:
        pass


# %% twin

# %% new
import os

os.environ["COLUMNS"] = "80"
torch.manual_seed(4711)
with open("note.txt", "w") as file:
    file.write("4711")
