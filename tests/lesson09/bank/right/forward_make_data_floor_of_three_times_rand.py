"""The labels are the whole part of 3 * rand. / 标签取 3 * rand 的整数部分。"""
# notebook: forward_pass

# %% make_data
def make_data(seed: int = 420) -> tuple:
    样本数, 特征数, 类别数 = 500, 20, 3
    随机源 = torch.Generator().manual_seed(seed)
    x = torch.rand(样本数, 特征数, generator=随机源)
    y = torch.floor(类别数 * torch.rand(样本数, 1, generator=随机源)).clamp(max=2)
    return x, y
