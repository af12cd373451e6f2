"""The same model on Spark: weights of pairs of reports where a ledger is too large for one machine.

Records, keys, levels and weights are those of DuckDB; only the backend of Splink is another. Needs the extra `spark` and Java.
"""

from typing import Any

from sayso.link.model import Weights, settings, weights
from sayso.link.scoring import COLUMNS, blocked_sql, keys_sql

# Without this Spark writes every comparison into every place where its level is used, and plans for minutes.
_RULES, _COLLAPSE = "spark.sql.optimizer.excludedRules", "org.apache.spark.sql.catalyst.optimizer.CollapseProject"


def score_on_spark(session: Any, records: Any, model: Weights | None = None) -> Any:
    """Pairs worth keeping, as a data frame with the columns `scoring.COLUMNS`. `session` is a `pyspark.sql.SparkSession`, `records` a
    data frame of its with the columns of `scoring.table_of`, `unique_id` counting in the order of reports."""
    from splink import Linker, SparkAPI

    model = model or weights()
    session.conf.set(_RULES, _COLLAPSE)
    records.createOrReplaceTempView("sayso_records")
    session.sql(keys_sql("sayso_records", "explode")).createOrReplaceTempView("sayso_keys")
    pairs = session.sql(blocked_sql("sayso_keys")).cache()
    api = SparkAPI(spark_session=session, break_lineage_method="persist", num_partitions_on_repartition=_partitions(session))  # type: ignore[no-untyped-call]
    linked = api.register(records.drop("keys", "asks"), table_name="linked")
    linker = Linker(linked, settings(model, "spark"), log_level=None, validate_settings=False)
    linker.table_management.register_blocked_pairs_for_predict(api.register(pairs, table_name="pairs_to_score"))
    found = linker.inference.predict(threshold_match_weight=model.floor, warning_mode="never")
    return found.as_spark_dataframe().select(*COLUMNS)


def _partitions(session: Any) -> int:
    return int(session.conf.get("spark.sql.shuffle.partitions"))
