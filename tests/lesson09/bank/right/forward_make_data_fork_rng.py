"""The global random state is put back afterwards. / 用 fork_rng，不影响全局随机状态。"""
# notebook: forward_pass

# %% make_data
def make_data(seed=420):
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        features = torch.rand([500, 20], dtype=torch.float32)
        labels = torch.randint(3, [500, 1]).to(torch.float32)
    return features, labels
