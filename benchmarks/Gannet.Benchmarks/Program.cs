// Times one kernel at a time, with BenchmarkDotNet:  dotnet run -c Release --project benchmarks/Gannet.Benchmarks -- --filter '*Nms*'
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;

// In this process: a project that BenchmarkDotNet generates would not find the native libraries beside ours.
string[] options = [.. args, "--inProcess", .. args.Contains("--job") ? (string[])[] : ["--job", "Short"]];
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(options, DefaultConfig.Instance.WithArtifactsPath(Path.Combine("artifacts", "benchmarks")));
