using Gannet.Detection.Engines;
using Gannet.Detection.Pictures;
using Gannet.Serving.Models;
using Gannet.Torch;

namespace Gannet.Serving;

/// <summary>What is served, and within which limits. Checked once, when the service starts.</summary>
public sealed class ServingOptions
{
    /// <summary>Model files to serve: Gannet's own, or <c>.onnx</c>. The name of each file, without its extension, is the model's name.</summary>
    public IList<string> Models { get; } = [];

    /// <summary>A folder of models that is watched: <c>NAME.safetensors</c>, or <c>NAME/VERSION.safetensors</c> of which the highest number is served.</summary>
    /// <value>Default: null, for none. Changes are noticed within two of <see cref="WatchInterval"/>.</value>
    public string? ModelFolder { get; set; }

    /// <summary>How often model files are looked at for changes.</summary>
    /// <value>Default: two seconds. A file is loaded once two looks in a row find it the same, so that a copy in progress is left alone.</value>
    public TimeSpan WatchInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Where the networks run.</summary>
    /// <value>Default: the processor.</value>
    public Device Device { get; set; }

    /// <summary>Precision of the networks' arithmetic.</summary>
    /// <value>Default: 32 bits.</value>
    public Precision Precision { get; set; } = Precision.Float32;

    /// <summary>Lowest probability of a detection where a request names none.</summary>
    /// <value>Default: 0.5, as <c>gannet detect</c>.</value>
    public float Score { get; set; } = 0.5f;

    /// <summary>Most pictures that are detected together; only pictures that need an input of the same size are.</summary>
    /// <value>Default: 4. A processor gains little from more, and each picture of a batch waits for all of it.</value>
    public int MaxBatch { get; set; } = 4;

    /// <summary>Longest time that a picture waits for others to join its batch, while others are being decoded.</summary>
    /// <value>Default: 5 ms. With nothing under way, no picture waits.</value>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Most pictures of a model that are accepted and not yet answered; more are refused with 503.</summary>
    /// <value>Default: 32. Those that could not be answered within <see cref="Deadline"/> at the present speed are refused before that.</value>
    public int QueueLength { get; set; } = 32;

    /// <summary>Longest time from the arrival of a request's last byte to its answer; later, the answer is 503.</summary>
    /// <value>Default: 30 seconds. A shutdown waits this long for accepted requests.</value>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Most bytes of a request's body.</summary>
    /// <value>Default: 32 MiB.</value>
    public long MaxBodyBytes { get; set; } = 32L << 20;

    /// <summary>Most pixels of a picture, by its header; a larger one is refused before it is decoded.</summary>
    /// <value>Default: 50 million, three bytes each in memory.</value>
    public long MaxPixels { get; set; } = 50_000_000;

    /// <summary>Most pictures that are decoded at the same time.</summary>
    /// <value>Default: a quarter of the cores, at least one: the network needs the others.</value>
    public int MaxDecoding { get; set; } = Math.Max(1, Environment.ProcessorCount / 4);

    /// <summary>Most bytes of bodies and decoded pictures that wait at the same time, over all requests; more are refused with 503.</summary>
    /// <value>Default: 1 GiB.</value>
    public long MaxPendingBytes { get; set; } = 1L << 30;

    /// <summary>Keys of which a request must carry one, as <c>Authorization: Bearer KEY</c> or <c>X-API-Key: KEY</c>.</summary>
    /// <value>Default: none, so that everybody may ask. The page and the health checks never need one.</value>
    public IList<string> ApiKeys { get; } = [];

    /// <summary>Origins whose pages may ask from a browser, such as <c>https://example.org</c>.</summary>
    /// <value>Default: none but the service's own page.</value>
    public IList<string> CorsOrigins { get; } = [];

    /// <summary>Folder of the files that Label Studio's tasks name as <c>/data/upload/…</c> or <c>/data/local-files/?d=…</c>.</summary>
    /// <value>Default: null; then a task's picture must be in the task, as a <c>data:</c> address. Links in it are not followed.</value>
    public string? UploadFolder { get; set; }

    /// <summary>Reads a model; tests replace it.</summary>
    internal Func<ModelFile, IPictureModel>? LoadModel { get; set; }

    /// <summary>Rejects values that make no sense.</summary>
    /// <exception cref="InvalidOptionException">A value is out of range; the message names it.</exception>
    internal void Validate()
    {
        Require(Models.Count > 0 || ModelFolder is not null, nameof(Models), "names no model file and no folder of models");
        Require(Score is >= 0 and <= 1, nameof(Score), "must be a probability, from 0 to 1");
        Require(MaxBatch is >= 1 and <= 256, nameof(MaxBatch), "must be from 1 to 256");
        Require(MaxWait >= TimeSpan.Zero && MaxWait <= TimeSpan.FromMinutes(1), nameof(MaxWait), "must be from nothing to a minute");
        Require(QueueLength is >= 1 and <= 1_000_000, nameof(QueueLength), "must be from 1 to a million");
        Require(Deadline > TimeSpan.Zero && Deadline <= TimeSpan.FromHours(1), nameof(Deadline), "must be more than nothing and at most an hour");
        Require(WatchInterval > TimeSpan.Zero && WatchInterval <= TimeSpan.FromHours(1), nameof(WatchInterval), "must be more than nothing and at most an hour");
        Require(MaxBodyBytes is >= 1 and <= 1L << 30, nameof(MaxBodyBytes), "must be from one byte to 1 GiB");
        Require(MaxPixels is >= 1 and <= 1L << 28, nameof(MaxPixels), "must be from 1 to 268,435,456");
        Require(MaxDecoding is >= 1 and <= 1024, nameof(MaxDecoding), "must be from 1 to 1024");
        Require(MaxPendingBytes >= MaxBodyBytes, nameof(MaxPendingBytes), "must have room for one body");
        Require(ApiKeys.All(static key => key.Length > 0 && key.All(char.IsAscii) && key.Trim() == key), nameof(ApiKeys), "must be ASCII, without spaces at the ends");
        Require(CorsOrigins.All(IsOrigin), nameof(CorsOrigins), "must be origins such as https://example.org, without a path");
    }

    private static void Require(bool holds, string name, string why)
    {
        if (!holds) throw InvalidOptionException.Contradiction(name, $"{name} {why}.");
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority) == text;
}
