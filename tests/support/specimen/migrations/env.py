from servicekit.store.migrating import run_env
from support.specimen.models import Base

run_env(Base.metadata)
