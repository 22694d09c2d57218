import type { ComponentChildren, JSX } from "preact";
import type { AssetDetail } from "../../../src/schema/asset.ts";
import type { FailureDetail } from "../../../src/schema/failure.ts";
import { hoursText, percentText, rangeText } from "../parts/format.ts";
import { modeText } from "../parts/words.ts";
import { dataText, driverText, farText, featureOf, ruleText, trendText } from "./telling.ts";

interface About {
  readonly failure: FailureDetail;
  readonly asset: AssetDetail | undefined;
}

function Question(props: {
  title: string;
  answer: ComponentChildren;
  children?: ComponentChildren;
}): JSX.Element {
  return (
    <section class="answer">
      <h2>{props.title}</h2>
      <p class="short">{props.answer}</p>
      {props.children}
    </section>
  );
}

function Real({ failure, asset }: About): JSX.Element {
  const { risk, baseRisk, horizonHours, zone, rules, drivers } = failure;
  const trend = trendText(failure.trend);
  return (
    <Question
      title="Is it real?"
      answer={
        risk === null
          ? "A limit was passed; no model judged it"
          : `${percentText(risk)} risk within ${hoursText(horizonHours)}`
      }
    >
      <ul>
        {rules.map((rule) => (
          <li key={rule}>{ruleText(rule)}</li>
        ))}
        {baseRisk !== undefined && <li>{percentText(baseRisk)} when healthy</li>}
        {trend !== undefined && <li>{trend}</li>}
        <li>{farText(drivers)}</li>
        {zone !== undefined && !rules.includes("zone-d") && <li>Velocity in ISO zone {zone}</li>}
        {asset && <li>{dataText(asset.sensors)}</li>}
        {!failure.open && <li>It is not predicted any more</li>}
      </ul>
    </Question>
  );
}

function What({ modes, mode }: FailureDetail): JSX.Element {
  const [best, ...others] = modes;
  const possible = others.filter(({ score }) => score >= 0.2);
  return (
    <Question title="What is it?" answer={mode === undefined ? "Not known" : modeText(mode)}>
      {best && (
        <ul>
          <li>Evidence {percentText(best.score)} (50 % is enough)</li>
          {best.lines.slice(0, 3).map(({ label, hz, ratio }) => (
            <li key={label}>
              {label} at {hz.toFixed(1)} Hz, {ratio.toFixed(ratio < 10 ? 1 : 0)} × the floor
            </li>
          ))}
          {possible.length > 0 && (
            <li>
              Less likely:{" "}
              {possible.map((one) => `${modeText(one.mode)} (${percentText(one.score)})`).join(", ")}
            </li>
          )}
        </ul>
      )}
    </Question>
  );
}

function HowLong({ remainingLifeHours: life, horizonHours, risk }: FailureDetail): JSX.Element {
  if (!life) {
    return (
      <Question title="How long have I got?" answer="Not known">
        <p>
          {risk === null
            ? "A rule says that something is wrong, not for how long it still runs."
            : `The model says only how likely it fails within ${hoursText(horizonHours)}.`}
        </p>
      </Question>
    );
  }
  return (
    <Question title="How long have I got?" answer={`About ${hoursText(life.p50)}`}>
      <ul>
        <li>{rangeText(life.p10, life.p90)} in 8 of 10 cases</li>
        <li>1 in 10 fails within {hoursText(life.p10)}</li>
      </ul>
    </Question>
  );
}

function Why({ drivers, rules }: FailureDetail): JSX.Element {
  const [first] = drivers;
  const short = first ? featureOf(first) : (rules.map(ruleText)[0] ?? "No feature stands out");
  return (
    <Question title="Why?" answer={short}>
      <ul>
        {drivers.slice(0, 4).map((driver) => (
          <li key={`${driver.sensor} ${driver.feature}`}>{driverText(driver)}</li>
        ))}
      </ul>
    </Question>
  );
}

/** The five questions of the one who has to decide, each with its short answer first. */
export function Answers({ failure, asset }: About): JSX.Element {
  return (
    <div class="answers">
      <Real failure={failure} asset={asset} />
      <What {...failure} />
      <HowLong {...failure} />
      <Why {...failure} />
      <Question title="What to do?" answer={failure.action} />
    </div>
  );
}
