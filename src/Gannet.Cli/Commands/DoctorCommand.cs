using System.CommandLine;
using System.Text.Json;
using Gannet.Cli.Doctor;
using Gannet.Cli.Options;

namespace Gannet.Cli.Commands;

/// <summary><c>gannet doctor</c>: shows what was found where, with a one-line cure for each problem.</summary>
internal sealed class DoctorCommand : GannetCommand
{
    private readonly JsonOption _json = new();

    public DoctorCommand(CommandContext context)
        : base(context, "doctor", "Shows versions, libraries, BLAS, CUDA and processor features, with a one-line cure for each problem.")
    {
        Options.Add(_json);
    }

    protected override int Run(ParseResult parse, CancellationToken cancellation)
    {
        Finding[] findings = [.. MachineFindings.Look(), .. LibraryFindings.Look()];
        var json = parse.GetValue(_json);
        if (json is not null) Context.WriteJson(json, writer => Write(writer, findings));
        if (json != "-") Show(findings);
        return findings.Any(static finding => finding.State == FindingState.Broken) ? ExitCode.Failed : ExitCode.Done;
    }

    private void Show(Finding[] findings)
    {
        var width = findings.Max(static finding => finding.Topic.Length);
        foreach (var finding in findings)
        {
            var mark = finding.State switch { FindingState.Good => "ok  ", FindingState.Weak => "slow", FindingState.Absent => "none", _ => "FAIL" };
            Context.Output.WriteLine($"{mark}  {finding.Topic.PadRight(width)}  {finding.Text}");
            if (finding.Cure is not null) Context.Output.WriteLine($"{new string(' ', width + 8)}cure: {finding.Cure}");
        }
    }

    private static void Write(Utf8JsonWriter json, Finding[] findings)
    {
        json.WriteStartArray();
        foreach (var finding in findings)
        {
            json.WriteStartObject();
            json.WriteString("topic", finding.Topic);
            json.WriteString("text", finding.Text);
            json.WriteString("state", finding.State switch { FindingState.Good => "good", FindingState.Weak => "weak", FindingState.Absent => "absent", _ => "broken" });
            json.WriteString("cure", finding.Cure);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
