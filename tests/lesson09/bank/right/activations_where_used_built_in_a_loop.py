"""Built in a loop over names and places. / 用循环逐步填入。"""
# notebook: activations

# %% where_used
from collections import defaultdict

where_used = defaultdict(set)
for place, names in (("hidden", "step sigmoid relu tanh"), ("output", "identity sigmoid relu softmax")):
    for name in names.split():
        where_used[name].add(place)
