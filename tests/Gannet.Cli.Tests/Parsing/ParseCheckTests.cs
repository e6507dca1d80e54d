using System.CommandLine;
using Gannet.Cli.Parsing;

namespace Gannet.Cli.Tests.Parsing;

/// <summary>Uses a command like <c>detect</c>, whose list of inputs would swallow a misspelt option.</summary>
public class ParseCheckTests
{
    private readonly Command _root = new("gannet")
    {
        new Command("detect") { new Argument<string[]>("INPUT"), new Option<double>("--score"), new Option<string>("--json") },
    };

    [Theory]
    [InlineData("detect a.jpg --scor .5", "'--scor' is not an option of 'gannet detect' (did you mean '--score'?); see 'gannet detect --help'.")]
    [InlineData("detect --scor=.5 a.jpg", "'--scor=.5' is not an option of 'gannet detect' (did you mean '--score'?); see 'gannet detect --help'.")]
    [InlineData("detect -s a.jpg", "'-s' is not an option of 'gannet detect'; see 'gannet detect --help'.")]
    [InlineData("detect --json --score .5", "'--score' is in the place of a value for the option before it; see 'gannet detect --help'.")]
    public void A_mistake_beside_a_list_is_not_taken_for_a_value(string line, string message) =>
        Assert.Equal(message, Assert.Throws<UsageException>(() => ParseCheck.ThrowOnMistake(_root.Parse(line))).Message);

    [Theory]
    [InlineData("detect a.jpg b.jpg --score .5 --json -")]
    [InlineData("detect a.jpg --score -1.5")]
    [InlineData("detect --score=.5 -- --strange-name.jpg")]
    public void Right_lines_pass(string line) => ParseCheck.ThrowOnMistake(_root.Parse(line));
}
