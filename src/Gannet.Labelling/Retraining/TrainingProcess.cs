using System.Diagnostics;
using System.Globalization;
using Gannet.Training;

namespace Gannet.Labelling.Retraining;

/// <summary>Trains on the labels so far in a process of its own: <c>gannet train</c>, so the page stays quick and a crash costs nothing.</summary>
internal sealed class TrainingProcess(LabellingOptions options, LabelProject project) : IDisposable
{
    private const int ErrorLines = 20;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly Queue<string> _errors = new();
    private Process? _process;
    private TaskCompletionSource _ended = new();
    private RunFolder? _folder;
    private TrainingState _state = TrainingState.Idle;
    private long _start;

    /// <summary>Called with the model's file when a training has made one.</summary>
    public Action<string> OnModel { get; set; } = static _ => { };

    /// <summary>The model trained last, also by an earlier run of the page; null if there is none.</summary>
    public string? LatestModel => Runs().Reverse().Select(static folder => new RunFolder(folder).BestModel).FirstOrDefault(File.Exists);

    public TrainingState State
    {
        get
        {
            lock (_lock)
            {
                if (!_state.IsActive) return _state;
                var (step, loss, score) = MetricsTail.Read(_folder!.Metrics);
                return _state with { Seconds = options.Time.GetElapsedTime(_start).TotalSeconds, Step = step, Loss = loss, AP = score };
            }
        }
    }

    /// <summary>Starts a training.</summary>
    /// <exception cref="InvalidOperationException">One runs already, or there is nothing to learn from.</exception>
    public void Start(double minutes)
    {
        lock (_lock)
        {
            if (_state.IsActive) throw new InvalidOperationException("A training is running already; stop it first.");
            if (options.Program.Count == 0) throw new InvalidOperationException("This page cannot train: it was started without the gannet program.");
            var folder = NextRun();
            var data = Path.Combine(folder, "data");
            var (pictures, objects) = TrainingSnapshot.Write(project, data);
            if (objects == 0)
            {
                Directory.Delete(folder, recursive: true);
                throw new InvalidOperationException("There is nothing to learn from yet: draw some boxes first.");
            }

            _folder = new RunFolder(folder);
            _errors.Clear();
            _process?.Dispose();
            _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _process = Launch(data, minutes);
            _start = options.Time.GetTimestamp();
            _state = new(TrainingPhase.Running, minutes, 0, pictures, objects, 0, null, null, null);
        }
    }

    /// <summary>Asks the training to stop; its checkpoint and the best model so far stay.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            if (_state.Phase != TrainingPhase.Running) return;
            _state = _state with { Phase = TrainingPhase.Stopping };
            StopSignal.Send(_process!);
        }
    }

    public void Dispose()
    {
        OnModel = static _ => { };
        Stop();
        if (_process is not { } process) return;
        if (_ended.Task.Wait(s_patience)) process.Dispose();
        else process.Kill(entireProcessTree: true);
    }

    private Process Launch(string data, double minutes)
    {
        var start = options.Weights is { } weights ? (string[])["--weights", LatestModel ?? weights] : LatestModel is { } model ? ["--weights", model] : [];
        string[] arguments =
        [
            .. options.Program.Skip(1), "train", "--data", data, "--out", _folder!.Path, "--overwrite", "--quiet",
            "--minutes", minutes.ToString(CultureInfo.InvariantCulture), .. start, .. options.TrainArguments,
        ];
        var process = new Process
        {
            StartInfo = new(options.Program[0], arguments) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true },
            EnableRaisingEvents = true,
        };
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.Exited += (_, _) => Finish(process);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Note(string? line)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        lock (_lock)
        {
            _errors.Enqueue(line);
            if (_errors.Count > ErrorLines) _errors.Dequeue();
        }
    }

    private void Finish(Process process)
    {
        process.WaitForExit(); // its last words, too
        string? model = null;
        lock (_lock)
        {
            var (step, loss, score) = MetricsTail.Read(_folder!.Metrics);
            var phase = _state.Phase == TrainingPhase.Stopping ? TrainingPhase.Stopped : process.ExitCode == 0 ? TrainingPhase.Done : TrainingPhase.Failed;
            _state = _state with
            {
                Phase = phase,
                Seconds = options.Time.GetElapsedTime(_start).TotalSeconds,
                Step = step,
                Loss = loss,
                AP = score,
                Message = phase == TrainingPhase.Failed ? Reason(process.ExitCode) : null,
            };
            if (phase != TrainingPhase.Failed && File.Exists(_folder.BestModel)) model = _folder.BestModel;
        }

        if (_state.Message is { } message) options.Report($"training: {message}");
        if (model is not null) OnModel(model);
        _ended.TrySetResult();
    }

    private string Reason(int code) => _errors.LastOrDefault(static line => line.StartsWith("gannet:", StringComparison.Ordinal)) ?? _errors.LastOrDefault()
        ?? string.Create(CultureInfo.InvariantCulture, $"It ended with code {code}.");

    // 0001, 0002 and so on: the order of names is that of time.
    private string NextRun()
    {
        var last = Runs().LastOrDefault() is { } run ? int.Parse(Path.GetFileName(run), CultureInfo.InvariantCulture) : 0;
        var folder = Path.Combine(options.RunsFolder, (last + 1).ToString("D4", CultureInfo.InvariantCulture));
        return Directory.CreateDirectory(folder).FullName;
    }

    private string[] Runs() => !Directory.Exists(options.RunsFolder) ? []
        : [.. Directory.GetDirectories(options.RunsFolder).Where(static f => int.TryParse(Path.GetFileName(f), NumberStyles.None, CultureInfo.InvariantCulture, out _)).Order(StringComparer.Ordinal)];
}
