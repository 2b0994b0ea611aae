"""zero_ under no_grad. / 在 no_grad 下 zero_。"""
# notebook: forward_pass

# %% initial_0
@torch.no_grad()
def initial_0(m):
    if not isinstance(m, nn.Linear):
        return
    with torch.no_grad():
        m.weight.zero_()
