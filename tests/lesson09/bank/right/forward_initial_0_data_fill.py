"""weight.data.fill_(0). / 用 weight.data.fill_(0)。"""
# notebook: forward_pass

# %% initial_0
def initial_0(m):
    print(m)
    if isinstance(m, nn.Linear):
        m.weight.data.fill_(0)
        print(m.weight.data)
