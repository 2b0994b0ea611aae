"""The seed is always 420. / 种子总是 420。"""
# notebook: forward_pass
# scores: test_make_data=0.67
# misconception: The number 420 is the seed, whatever is passed. / 以为种子就是 420，与传入的参数无关。
# hint: Give the argument seed to manual_seed. / 把参数 seed 交给 manual_seed。

# %% make_data
def make_data(seed=420):
    g = torch.Generator().manual_seed(420)
    x = torch.rand(500, 20, generator=g)
    y = torch.randint(0, 3, (500, 1), generator=g).float()
    return x, y
