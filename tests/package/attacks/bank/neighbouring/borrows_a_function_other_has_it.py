"""Has a right softmax under a name that nobody asks for."""
# student: borrower
# notebook: forward_pass

# %% new
def normalize_with_exponents(z, dim):
    e = torch.exp(z - z.amax(dim=dim, keepdim=True))
    return e / e.sum(dim=dim, keepdim=True)


# %% twin

# %% new
def normalize_with_exponents(z, dim):
    e = torch.exp(z - z.amax(dim=dim, keepdim=True))
    return e / e.sum(dim=dim, keepdim=True)


assert normalize_with_exponents(torch.zeros(2), 0).tolist() == [0.5, 0.5]
