"""The same pipeline on several machines: Ray Data from files to partitioned Parquet, resumable, failures set aside.

storage      what lies where, here or in object storage                (pyarrow.fs)
partitions   the output: partitions, manifests, what is finished
work         what runs on the workers: sources to documents, documents to records
engine       the run
"""
