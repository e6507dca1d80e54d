using System.Reflection;

namespace Gannet.Cli.Tests.Conventions;

/// <summary>The public API of every library is recorded, so anyone who changes it sees what users will see.</summary>
public sealed class PublicApiTests
{
    private const string AcceptVariable = "GANNET_ACCEPT_API";
    private const int ShownLines = 10;

    public static TheoryData<string> Libraries =>
        ["Gannet.Core", "Gannet.Kernels", "Gannet.Imaging", "Gannet.Datasets", "Gannet.Evaluation", "Gannet.Pages", "Gannet.Runtime", "Gannet.Torch", "Gannet.Detection", "Gannet.Serving", "Gannet.Training", "Gannet.Labelling"];

    // It includes Torch's generated operators: a line of schemas.txt is a line of the API.
    [Theory]
    [MemberData(nameof(Libraries))]
    public void The_public_API_is_the_one_written_down(string library)
    {
        var file = Repository.Fixture($"api/{library}.txt");
        string[] lines = [.. new PublicApi(Assembly.Load(library)).Lines()];
        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, string.Join('\n', lines) + "\n");
        }

        var written = File.Exists(file) ? File.ReadAllLines(file) : [];
        var differences = written.Except(lines).Select(static line => "- " + line.Trim()).Concat(lines.Except(written).Select(static line => "+ " + line.Trim())).ToList();
        if (differences.Count == 0 && !lines.SequenceEqual(written)) differences.Add("the same lines in another order or number");
        Assert.True(differences.Count == 0,
            $"{library} has {differences.Count} differences to tests/fixtures/api/{library}.txt:\n{string.Join('\n', differences.Take(ShownLines))}\n"
            + $"To accept them: {AcceptVariable}=1 ./gannet test --filter PublicApi");
    }

    // An address has no length to check, and nothing pins the memory it points to.
    [Theory]
    [MemberData(nameof(Libraries))]
    public void No_public_member_takes_or_gives_an_address(string library) => Assert.Empty(new PublicApi(Assembly.Load(library)).Addresses());
}
