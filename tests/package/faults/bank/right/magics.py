"""Common magics, one of them of an extension that is not there. / 常见的魔法命令。"""
# lesson: lesson09
# notebook: gates

# %% step
%matplotlib inline
%config InlineBackend.figure_format = "svg"
%load_ext autoreload
%autoreload 2


def step(z):
    return (z >= 0).float()

# %% logistic
%%time


def logistic(X, w):
    sigma = torch.sigmoid(X @ w)
    return sigma, (sigma >= 0.5).float()

# %% new
%timeit -n 2 -r 2 step(torch.zeros(3))

# %% new
%load_ext tensorboard

# %% new
%%sql
select 1
