-- Figures of back-tests have more parts now. Those of before are made again by `score validate`.
delete from backtest_result;
