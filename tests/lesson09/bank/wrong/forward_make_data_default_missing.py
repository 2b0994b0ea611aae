"""seed has no default. / seed 没有默认值。"""
# notebook: forward_pass
# scores: test_make_data=0.67
# misconception: The default value of seed does not matter. / 以为 seed 的默认值无关紧要。
# hint: make_data() must work, and give what make_data(420) gives. / make_data() 要能运行，结果与 make_data(420) 相同。

# %% make_data
def make_data(seed):
    torch.manual_seed(seed)
    return torch.rand(500, 20), torch.randint(0, 3, (500, 1)).float()
