"""Biases become 0 as well. / 偏置也被置零。"""
# notebook: forward_pass
# scores: test_initial_0=1.2

# %% initial_0
def initial_0(m):
    if isinstance(m, nn.Linear):
        m.weight.data.fill_(0)
        if m.bias is not None:
            m.bias.data.fill_(0)
