/** The example of docs/configuration.md; a test loads it. */
export const EXAMPLE = `# presage.yaml
dataDir: /var/lib/presage
mqtt:
  url: mqtts://broker.example:8883
  username: presage
  passwordFile: /run/secrets/mqtt
http:
  port: 8080
defaults:
  machineGroup: 2
  foundation: rigid
assets:
  - path: site1/press/line2/motor7
    class: motor
    machineGroup: 1
    shaftSpeed: 1797 # r/min
    bearing: { designation: "6205" }
    sensors:
      vib-x: { quantity: acceleration, unit: g, range: [-50, 50], every: 10s }
      temp: { quantity: temperature, unit: Cel, range: [-40, 150], every: 1m }
    limits: { temperature: 80 }
  - path: site1/press/line2/pump3
    foundation: flexible
    bearing: { balls: 13, ballDiameter: 3.5, pitchDiameter: 25.6, contactAngle: 0 } # mm, degrees
`;
