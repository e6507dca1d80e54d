using Gannet.Detection.Engines;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Gannet.Detection.Models;

/// <summary>How enum values are written in options: in lower case with underscores; precisions as on the command line.</summary>
internal sealed class ChoiceNaming : INamingConvention
{
    private static readonly (string Name, string Choice)[] s_own = [(nameof(Precision.Float32), "fp32"), (nameof(Precision.BFloat16), "bf16")];

    private ChoiceNaming()
    {
    }

    public static ChoiceNaming Instance { get; } = new();

    public string Apply(string value) => Array.Find(s_own, own => own.Name == value).Choice ?? UnderscoredNamingConvention.Instance.Apply(value);

    public string Reverse(string value) => Array.Find(s_own, own => own.Choice == value).Name ?? UnderscoredNamingConvention.Instance.Reverse(value);
}
