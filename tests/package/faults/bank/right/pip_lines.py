"""Packages are installed from the notebook. / 在 notebook 里安装包。"""
# lesson: lesson09
# notebook: gates

# %% step
def step(z):
    return (z >= 0).float()

# %% new
!pip install torch seaborn

# %% new
%pip install -q d2l==1.0.0
