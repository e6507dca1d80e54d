using Gannet.Detection.Pictures;

namespace Gannet.Labelling;

/// <summary>What the labelling page works with.</summary>
public sealed record LabellingOptions
{
    /// <summary>Where the page listens when nothing is said: this machine only.</summary>
    public const string DefaultUrl = "http://127.0.0.1:5081";

    /// <summary>Name of the data set, shown as the page's title.</summary>
    public string Name { get; init; } = "pictures";

    /// <summary>Addresses to listen on, <c>http</c> only; port 0 takes any free one.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [DefaultUrl];

    /// <summary>Opens the model in a file, on the thread that will use it.</summary>
    public Func<string, IPictureModel> OpenModel { get; init; } = static path => PictureModel.Open(path);

    /// <summary>Model that suggests boxes at first; null for none.</summary>
    public string? Model { get; init; }

    /// <summary>Program and first arguments that <c>train …</c> is appended to; empty if the page cannot train.</summary>
    public IReadOnlyList<string> Program { get; init; } = [];

    /// <summary>Folder for what is trained in the page, a sub-folder for each training.</summary>
    public string RunsFolder { get; init; } = Path.Combine("runs", "label");

    /// <summary>Weights that the first training starts from; null for none. Later ones start from the model trained last.</summary>
    public string? Weights { get; init; }

    /// <summary>Further arguments of each training, such as <c>--set</c>.</summary>
    public IReadOnlyList<string> TrainArguments { get; init; } = [];

    /// <summary>Receives one line about each failure that a person should know of.</summary>
    public Action<string> Report { get; init; } = static _ => { };

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
