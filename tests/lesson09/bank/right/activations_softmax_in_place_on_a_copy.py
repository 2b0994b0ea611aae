"""Everything in place, on a copy, in double precision. / 在双精度副本上就地计算。"""
# notebook: activations

# %% softmax
def softmax(z, dim):
    e = z.to(torch.float64, copy=True)
    e -= e.amax(dim, keepdim=True)
    e.exp_()
    e /= e.sum(dim, keepdim=True)
    return e.float()
