"""Calls exit and quit as a notebook has them, and deletes every name, also that of sigmoid before it."""
# notebook: activations
# scores: test_relu=0 test_sigmoid=0

# %% relu
exit()
quit()
get_ipython().ask_exit()
get_ipython().run_line_magic('reset', '-f')


def relu(z):
    return 0.01 * z


# %% twin

# %% relu
%matplotlib inline
print('relu')


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
