-- Figures of back-tests count organizations that bought, too. Those of before are made again by `score validate`.
delete from backtest_result;
