"""Drives a machine with QSLib as its users do, one line of JSON a step. Usage: qslib-client.py PORT PASSWORD"""

import json
import sys

from qslib import Machine


def tell(step, value):
    print(json.dumps({"step": step, "value": value}), flush=True)


def main(port, password):
    machine = Machine(
        "127.0.0.1", password, automatic=False, max_access_level="Controller", port=port, ssl=False
    )
    with machine:
        tell("level", machine.access_level.value)
        tell("zones", machine.get_zone_count())
        status = machine.machine_status()
        tell("machine status", {"drawer": status.drawer, "cover": status.cover})
        tell("run name at rest", machine.current_run_name)
        tell("block", list(machine.block))
        with machine.at_access("Controller", exclusive=True):
            machine.set_status_led("blue", "blink")
            light = machine.status_led
            tell("status light", [str(light.color), str(light.mode)])
            tell("authentication key", machine.generate_random_key().isdigit())
            machine.drawer_open()
            tell("drawer after opening", machine.drawer_position)
            machine.drawer_close(lower_cover=True, check=True)
            tell("drawer after closing", machine.drawer_position)
            tell("cover after closing", machine.cover_position)
            machine.power = False
            tell("power after off", machine.power)
            machine.power = True
            tell("power after on", machine.power)
            machine.block = 40.0
            tell("block after setting", list(machine.block))
            machine.block = False
            machine.run_command_to_ack('RP Demo "Interop run"')
            tell("run name during the run", machine.current_run_name)
            tell("run status", machine.run_status().name)
            tell("protocol", machine.get_running_protocol().name)
            machine.pause_current_run()
            tell("state after pausing", machine.run_status().state)
            machine.resume_current_run()
            machine.abort_current_run()
        tell("level afterwards", machine.get_access_level()[0].value)
    tell("connected after leaving", machine.connected)

    try:
        Machine("127.0.0.1", "wrong", automatic=False, port=port, ssl=False).connect()
        tell("wrong password", "accepted")
    except Exception as error:
        tell("wrong password", type(error).__name__)

    automatic = Machine("127.0.0.1", password, port=port, ssl=False)
    tell("automatic drawer", automatic.drawer_position)
    tell("automatic leaves", automatic.connected)


main(int(sys.argv[1]), sys.argv[2])
