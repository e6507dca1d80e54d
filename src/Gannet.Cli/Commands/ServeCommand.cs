using System.CommandLine;
using Gannet.Cli.Memory;
using Gannet.Cli.Options;
using Gannet.Cli.Parsing;
using Gannet.Cli.Serve;
using Gannet.Detection.Pictures;
using Gannet.Serving;

namespace Gannet.Cli.Commands;

/// <summary><c>gannet serve</c>: answers requests for detections over HTTP, until it is stopped.</summary>
internal sealed class ServeCommand : GannetCommand
{
    private const string KeyVariable = "GANNET_API_KEY";

    private static readonly ServingOptions s_defaults = new();

    // As the user writes them.
    private static readonly Dictionary<string, string> s_names = new()
    {
        [nameof(ServingOptions.Score)] = "--score",
        [nameof(ServingOptions.MaxBatch)] = "--max-batch",
        [nameof(ServingOptions.MaxWait)] = "--max-wait",
        [nameof(ServingOptions.QueueLength)] = "--queue",
        [nameof(ServingOptions.Deadline)] = "--deadline",
        [nameof(ServingOptions.MaxBodyBytes)] = "--max-body",
        [nameof(ServingOptions.MaxPixels)] = "--max-pixels",
        [nameof(ServingOptions.ApiKeys)] = "--api-key",
        [nameof(ServingOptions.CorsOrigins)] = "--cors",
    };

    private readonly Option<string?> _model = new("--model") { Description = "A model file, or an ONNX graph from 'model export'.", HelpName = "FILE" };

    private readonly Option<string?> _models = new("--models")
    {
        Description = "Folder of models that is watched: NAME.safetensors, or NAME/VERSION.safetensors of which the highest is served.",
        HelpName = "DIR",
    };

    private readonly Option<string> _urls = new("--urls")
    {
        Description = "Where to listen; several are separated by semicolons. http://*:5080 is every address of the machine.",
        HelpName = "URL",
        DefaultValueFactory = static _ => "http://127.0.0.1:5080",
    };

    private readonly Option<string[]> _keys = new("--api-key")
    {
        Description = $"A key that requests must carry; may be repeated. Better in the variable {KeyVariable}, which other users cannot see.",
        HelpName = "KEY",
    };

    private readonly Option<string[]> _origins = new("--cors")
    {
        Description = "An origin whose pages may ask from a browser, such as https://example.org; may be repeated.",
        HelpName = "ORIGIN",
    };

    private readonly Option<float> _score = Number("--score", s_defaults.Score, "X", "Lowest probability of a detection where a request names none.");
    private readonly Option<int> _batch = Number("--max-batch", s_defaults.MaxBatch, "N", "Most pictures of one shape that are detected together.");
    private readonly Option<double> _wait = Number("--max-wait", s_defaults.MaxWait.TotalMilliseconds, "MS", "Longest time in milliseconds that a picture waits for others that are being decoded.");
    private readonly Option<int> _queue = Number("--queue", s_defaults.QueueLength, "N", "Most requests of a model that are accepted and not yet answered; more get 503.");
    private readonly Option<double> _deadline = Number("--deadline", s_defaults.Deadline.TotalSeconds, "SECONDS", "Longest time until a picture is answered; later it gets 503.");
    private readonly Option<double> _body = Number("--max-body", s_defaults.MaxBodyBytes / (double)(1 << 20), "MB", "Most megabytes of a request.");
    private readonly Option<long> _pixels = Number("--max-pixels", s_defaults.MaxPixels, "N", "Most pixels of a picture.");

    private readonly Option<string?> _uploads = new("--uploads")
    {
        Description = "Folder of the files that were uploaded to Label Studio (its media/upload), for tasks that name them.",
        HelpName = "DIR",
    };

    private readonly DeviceOption _device = new();
    private readonly PrecisionOption _precision;

    public ServeCommand(CommandContext context)
        : base(context, "serve", "Answers requests for detections over HTTP, with a page to try a model.")
    {
        foreach (var option in (Option[])[_model, _models, _urls, _keys, _origins, _score, _batch, _wait, _queue, _deadline, _body, _pixels, _uploads, _device])
            Options.Add(option);
        _precision = new(this);
    }

    protected override int Run(ParseResult parse, CancellationToken cancellation)
    {
        if (parse.GetValue(_model) is null && parse.GetValue(_models) is null)
            throw new UsageException("nothing to serve; name a model file with --model FILE, or a folder of them with --models DIR.");
        NativeHeaps.Share();
        var addresses = ListenAddresses.Parse(parse.GetValue(_urls)!);
        string[] keys = [.. parse.GetValue(_keys) ?? [], .. Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key ? [key] : (string[])[]];
        if (keys.Length == 0 && addresses.Others is [var open, ..])
        {
            Context.Error.WriteLine(
                $"WARNING: {open} can be reached from other machines, and no key is wanted: anybody there may use this service. Name a key with --api-key KEY or {KeyVariable}.");
        }

        try
        {
            return new ServiceRun(Context, addresses, options => Configure(parse, options, keys)).RunAsync(cancellation).GetAwaiter().GetResult();
        }
        catch (InvalidOptionException error) when (s_names.TryGetValue(error.Key, out var name))
        {
            throw new UsageException(error.Message.Replace(error.Key, name, StringComparison.Ordinal));
        }
    }

    private void Configure(ParseResult parse, ServingOptions options, string[] keys)
    {
        if (parse.GetValue(_model) is { } model) options.Models.Add(model);
        options.ModelFolder = parse.GetValue(_models);
        options.Score = parse.GetValue(_score);
        options.MaxBatch = parse.GetValue(_batch);
        options.MaxWait = Time(TimeSpan.FromMilliseconds, parse.GetValue(_wait), "--max-wait");
        options.QueueLength = parse.GetValue(_queue);
        options.Deadline = Time(TimeSpan.FromSeconds, parse.GetValue(_deadline), "--deadline");
        options.MaxBodyBytes = parse.GetValue(_body) is > 0 and <= 1024 and var megabytes ? (long)(megabytes * (1 << 20)) : throw new UsageException("--max-body must be more than 0 and at most 1024 megabytes.");
        options.MaxPixels = parse.GetValue(_pixels);
        options.UploadFolder = parse.GetValue(_uploads) is not { } uploads ? null
            : Directory.Exists(uploads) ? uploads : throw new DirectoryNotFoundException($"There is no folder '{uploads}'.");
        foreach (var key in keys) options.ApiKeys.Add(key);
        foreach (var origin in parse.GetValue(_origins) ?? []) options.CorsOrigins.Add(origin);
        if (!NeedsLibtorch(options))
        {
            if (parse.GetResult(_device) is { Implicit: false } || _precision.Given(parse) is not null)
                throw new UsageException("--device and --precision are for Gannet's own model files, and there are only ONNX graphs.");
            return;
        }

        options.Device = _device.Of(parse, Context);
        options.Precision = _precision.Of(parse, options.Device);
    }

    // ONNX graphs are also served where there is none to ask for its devices.
    private static bool NeedsLibtorch(ServingOptions options) =>
        options.Models.Any(static model => !PictureModel.IsGraph(model))
        || Directory.Exists(options.ModelFolder) && Directory.EnumerateFiles(options.ModelFolder, "*.safetensors", SearchOption.AllDirectories).Any();

    private static TimeSpan Time(Func<double, TimeSpan> unit, double value, string name) =>
        value is >= 0 and <= 1e6 ? unit(value) : throw new UsageException($"{name} must be a time that is not negative, and not longer than an hour.");

    private static Option<T> Number<T>(string name, T value, string unit, string description) =>
        new(name) { Description = description, HelpName = unit, DefaultValueFactory = _ => value };
}
