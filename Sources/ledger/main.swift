import Foundation
import LedgerCommands

let environment = ProcessInfo.processInfo.environment
let kept = Kept()
exit(LedgerProgram.run(LedgerProgram.arguments(environment: environment), environment: environment, keeping: kept))
