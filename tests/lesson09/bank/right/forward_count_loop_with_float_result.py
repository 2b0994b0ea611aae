"""A loop; the sum is a float. / 用循环，结果是浮点数。"""
# notebook: forward_pass

# %% count_parameters
def count_parameters(net):
    total = 0.0
    for p in net.parameters():
        total += p.nelement()
    return total
