"""A DataLoader and a Pool with processes of their own. / 使用多进程的 DataLoader 和 Pool。"""
# lesson: lesson09
# notebook: gates

# %% step
def step(z):
    return (z >= 0).float()

# %% new
from torch.utils.data import DataLoader, TensorDataset

loader = DataLoader(TensorDataset(torch.rand(8, 3)), batch_size=4, num_workers=2)
print([batch[0].shape for batch in loader])

# %% new
import multiprocessing

with multiprocessing.Pool(2) as pool:
    print(pool.map(abs, [-1, 2]))
