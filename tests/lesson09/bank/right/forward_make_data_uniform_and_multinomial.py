"""x by uniform_, y by multinomial. / x 用 uniform_，y 用 multinomial。"""
# notebook: forward_pass

# %% make_data
def make_data(seed=420):
    g = torch.Generator()
    g.manual_seed(int(seed))
    x = torch.empty(500, 20).uniform_(0, 1, generator=g)
    y = torch.multinomial(torch.ones(3), 500, replacement=True, generator=g)
    return x, y.unsqueeze(1).float()
