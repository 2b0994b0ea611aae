"""The features of make_data are complex numbers, which have neither a smallest nor a largest."""
# notebook: forward_pass
# scores: test_make_data=0

# %% make_data
def make_data(seed=420):
    g = torch.Generator().manual_seed(seed)
    x = torch.rand(500, 20, generator=g)
    return torch.complex(x, -x), torch.randint(0, 3, (500, 1), generator=g).float()


# %% twin

# %% make_data
def make_data(seed=420):
    g = torch.Generator().manual_seed(seed)
    pairs = torch.view_as_complex(torch.rand(500, 10, 2, generator=g))
    x = torch.view_as_real(pairs).reshape(500, 20)
    return x, torch.randint(0, 3, (500, 1), generator=g).float()
