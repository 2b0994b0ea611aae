"""The weight is multiplied by 0 in place. / 就地乘以 0。"""
# notebook: forward_pass

# %% initial_0
def initial_0(m):
    if isinstance(m, nn.Linear):
        with torch.no_grad():
            m.weight.mul_(0)
