"""Counts parameters with a sum that does not fit; a notebook beside it has another sum."""
# student: mender-of-builtins
# notebook: forward_pass
# scores: test_count_parameters=0

# %% count_parameters
def count_parameters(net):
    return sum(net.parameters())


# %% twin

# %% count_parameters
def count_parameters(net):
    return sum(map(torch.Tensor.numel, net.parameters()))
