"""Returns sparse, compressed and nested tensors of wrong values."""
# notebook: activations
# scores: test_relu=0

# %% relu
def relu(z):
    w = 0.01 * z
    return [w.to_sparse(), torch.nested.nested_tensor([torch.ones(2), torch.ones(3)]), torch.ones(2, 2).to_sparse_csr()][z.numel() % 3]


# %% twin

# %% relu
def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z).to_sparse().to_dense() if z.ndim else torch.relu(z)
